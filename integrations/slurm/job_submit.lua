-- Asks the gate when a job is submitted or changed, and shows the clause to its user. Belongs beside slurm.conf, with
-- `JobSubmitPlugins=lua` in it. Whatever goes wrong refuses the job.

local CONF = os.getenv("HOLDPOINT_SLURM_CONF") or "/etc/slurm/holdpoint.conf"
-- Names of models, actions and partitions, and all that becomes a word of a command: nothing that a shell would read.
local PLAIN = "^[%w._:/-]+$"
local KNOWN = { URL = true, TIMEOUT = true, GATED = true, HEADER_FILE = true, CACERT = true }

-- The settings, or nothing and why.
local function settings()
    local file, why = io.open(CONF, "r")
    if not file then
        return nil, "the gate's settings cannot be read: " .. tostring(why)
    end
    local found = {}
    for line in file:lines() do
        local text = line:match("^%s*(.-)%s*$")
        if text ~= "" and not text:match("^#") then
            local name, value = text:match("^([%u_]+)=(.+)$")
            if not name or not KNOWN[name] or not value:gsub(",", ""):match(PLAIN) then
                file:close()
                return nil, CONF .. " has a line that cannot be read: " .. text
            end
            found[name] = value
        end
    end
    file:close()
    local timeout = tonumber(found.TIMEOUT or "4")
    if not found.URL or not found.GATED or not timeout or timeout < 1 or timeout > 20 then
        return nil, CONF .. " needs URL, GATED, and a TIMEOUT from 1 to 20"
    end
    found.TIMEOUT = tostring(math.floor(timeout))
    return found
end

-- The action of each partition that is asked about.
local function gated(text)
    local actions = {}
    for pair in text:gmatch("[^,]+") do
        local partition, action = pair:match("^([%w._-]+):([%w._-]+)$")
        if not partition then
            return nil, CONF .. ": GATED has `" .. pair .. "`, which is not PARTITION:ACTION"
        end
        actions[partition] = action
    end
    return actions
end

-- Those that a job names, or else the one that Slurm takes.
local function partitions_of(named, all)
    local partitions = {}
    if named and named ~= "" then
        for partition in named:gmatch("[^,]+") do
            partitions[#partitions + 1] = partition
        end
        return partitions
    end
    for _, partition in pairs(all or {}) do
        if partition.flag_default == 1 then
            partitions[#partitions + 1] = partition.name
        end
    end
    return partitions
end

-- Whether the gate opens, and what it says. Only the status 200 opens.
local function ask(set, action, model)
    local command = {
        "curl -q --silent --show-error --get --max-redirs 0 --noproxy '*'",
        "--max-time " .. set.TIMEOUT,
        "--header 'Accept: text/plain'",
        "--data-urlencode 'action=" .. action .. "'",
        "--data-urlencode 'model=" .. model .. "'",
        "--write-out '\\nstatus=%{http_code}'",
    }
    if set.HEADER_FILE then
        command[#command + 1] = "--header '@" .. set.HEADER_FILE .. "'"
    end
    if set.CACERT then
        command[#command + 1] = "--cacert '" .. set.CACERT .. "'"
    end
    command[#command + 1] = "'" .. set.URL .. "/v1/decision' 2>&1"
    local pipe = io.popen(table.concat(command, " "), "r")
    if not pipe then
        return false, "undecided: the gate cannot be asked"
    end
    local text = pipe:read("*a") or ""
    pipe:close()
    local said, status = text:match("^(.-)%s*status=(%d%d%d)%s*$")
    if status == "200" then
        return true, said
    end
    if not said or said == "" then
        said = "undecided: the gate did not answer"
    elseif status ~= "403" and status ~= "409" then
        said = "undecided: " .. said
    end
    return false, said
end

local function refuse(message)
    slurm.log_info("holdpoint: %s", message)
    for line in (message .. "\n"):gmatch("(.-)\n") do
        slurm.log_user("%s", line)
    end
    return slurm.ERROR
end

local function decide(named, all, comment)
    local set, wrong = settings()
    if not set then
        return refuse("undecided: " .. wrong)
    end
    local actions, unreadable = gated(set.GATED)
    if not actions then
        return refuse("undecided: " .. unreadable)
    end
    local asked = {}
    for _, partition in ipairs(partitions_of(named, all)) do
        local action = actions[partition]
        if action and not asked[action] then
            asked[action] = true
            local model = (" " .. (comment or "")):match("[%s,;]model=([^%s,;]+)")
            if not model or not model:match(PLAIN) then
                return refuse("undecided: the job does not say which model line it is for\nhelp: add --comment=model=LINE")
            end
            local opens, said = ask(set, action, model)
            if not opens then
                return refuse(said)
            end
            slurm.log_info("holdpoint: %s", said)
        end
    end
    return slurm.SUCCESS
end

-- A mistake of this script refuses too.
local function guarded(...)
    local went, answer = pcall(decide, ...)
    if went then
        return answer
    end
    return refuse("undecided: " .. tostring(answer))
end

function slurm_job_submit(job, partitions, uid)
    return guarded(job.partition, partitions, job.comment)
end

-- A job that moves to another partition, or becomes another model's, is asked about anew; all else may be changed.
function slurm_job_modify(job, record, partitions, uid)
    if job.partition == nil and job.comment == nil then
        return slurm.SUCCESS
    end
    return guarded(job.partition or record.partition, partitions, job.comment or record.comment)
end

slurm.log_info("holdpoint: job_submit.lua is loaded")
return slurm.SUCCESS
