//! The scripts for Slurm: by a Lua interpreter with what Slurm gives them, by a shell, and by a real slurmctld and slurmd where
//! those are installed.

use crate::house::{House, Running};
use holdpoint_web::Serve;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../integrations/slurm");

fn is_there(program: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output();
    found.is_ok_and(|it| it.status.success())
}

/// The settings for a server, in the house's folder.
fn settings(house: &House, url: &str) -> PathBuf {
    let shipped = std::fs::read_to_string(format!("{FOLDER}/holdpoint.conf")).expect("settings are shipped");
    let path = house.folder.path().join("holdpoint.conf");
    let text = shipped.replace("http://127.0.0.1:8099", url);
    std::fs::write(&path, text.replace("TIMEOUT=4", "TIMEOUT=2")).expect("they are written");
    path
}

fn url(server: &Running) -> String {
    format!("http://{}", server.client.address)
}

/// What Slurm has when it calls the script.
const SLURM: &str = r#"
slurm = { SUCCESS = 0, ERROR = -1 }
function slurm.log_info(...) io.stderr:write(string.format(...), "\n") end
function slurm.log_user(...) print(string.format(...)) end
local loaded = dofile(arg[1])
assert(loaded == slurm.SUCCESS)
local partitions = { cpu = { name = "cpu", flag_default = 1 }, gpu = { name = "gpu", flag_default = 0 } }
local function none(it) if it ~= "-" then return it end end
local job = { partition = none(arg[3]), comment = none(arg[4]) }
local answer
if arg[2] == "submit" then
    answer = slurm_job_submit(job, partitions, 1000)
else
    answer = slurm_job_modify(job, { partition = none(arg[5]), comment = none(arg[6]) }, partitions, 1000)
end
os.exit(answer == slurm.SUCCESS and 0 or 1)
"#;

fn lua() -> Option<&'static str> {
    ["lua5.1", "lua5.4", "lua5.3", "lua"]
        .into_iter()
        .find(|it| is_there(it))
}

/// By a Lua interpreter: whether the job is taken, and what its user reads.
fn submit(house: &House, conf: &Path, arguments: &[&str]) -> (bool, String) {
    let script = house.folder.path().join("slurm.lua");
    std::fs::write(&script, SLURM).expect("it is written");
    let output = Command::new(lua().expect("an interpreter"))
        .arg(&script)
        .arg(format!("{FOLDER}/job_submit.lua"))
        .args(arguments)
        .env("HOLDPOINT_SLURM_CONF", conf)
        .output()
        .expect("it runs");
    said(&output)
}

fn said(output: &Output) -> (bool, String) {
    (
        output.status.code() == Some(0),
        String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}

/// By a shell: whether the job may start, and why not.
fn prolog(conf: &Path, partition: &str, comment: &str) -> (bool, String) {
    let output = Command::new("sh")
        .arg(format!("{FOLDER}/prolog-slurmctld.sh"))
        .env("HOLDPOINT_SLURM_CONF", conf)
        .env("SLURM_JOB_ID", "7")
        .env("SLURM_JOB_PARTITION", partition)
        .env("SLURM_JOB_COMMENT", comment)
        .output()
        .expect("it runs");
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code() == Some(0), why)
}

#[test]
fn a_job_is_taken_when_the_gate_opens_and_else_its_user_reads_the_clause() {
    if lua().is_none() || !is_there("curl") {
        eprintln!("skipped: there is no Lua interpreter, or no curl");
        return;
    }
    let house = House::new();
    let server = house.server();
    let conf = settings(&house, &url(&server));
    let submit = |arguments: &[&str]| submit(&house, &conf, &[&["submit"], arguments].concat());
    assert_eq!(submit(&["gpu", "model=open"]), (true, String::new()));
    let (is_taken, told) = submit(&["gpu", "model=shut"]);
    assert!(!is_taken);
    assert!(told.starts_with("pause: training of shut"), "{told}");
    assert!(
        told.contains("shut bars it: clause shut: before training, Lab must have locks in place."),
        "{told}"
    );
    assert!(submit(&["cpu", "-"]).0, "it is not asked about");
    assert!(submit(&["-", "-"]).0, "nor is what the first partition takes");
    assert!(
        submit(&["inference", "nightly, model=shut"]).0,
        "deployment may go on"
    );
    let wrong = [
        (&["gpu", "-"][..], "--comment=model=LINE"),
        (&["gpu", ""], "--comment=model=LINE"),
        (&["gpu", "open"], "--comment=model=LINE"),
        (&["gpu", "xmodel=open"], "--comment=model=LINE"),
        (&["gpu", "model="], "--comment=model=LINE"),
        (&["gpu", "model=silent"], "undecided: training of silent"),
        (&["cpu,gpu", "model=shut"], "pause: training"),
        (&["gpu", "model=o'pen"], "--comment=model=LINE"),
        (&["gpu", "model='$(touch${IFS}pwned)'"], "--comment=model=LINE"),
        (&["gpu", "model=`id`"], "--comment=model=LINE"),
        (&["gpu", "model=@/etc/passwd"], "--comment=model=LINE"),
    ];
    for (arguments, says) in wrong {
        let (is_taken, told) = submit(arguments);
        assert!(!is_taken, "{arguments:?}");
        assert!(told.contains(says), "{arguments:?}: {told}");
    }
    let modify = |arguments: &[&str]| self::submit(&house, &conf, &[&["modify"], arguments].concat()).0;
    assert!(
        modify(&["-", "-", "gpu", "model=shut"]),
        "neither partition nor model is another"
    );
    assert!(!modify(&["gpu", "-", "cpu", "model=shut"]));
    assert!(!modify(&["-", "model=shut", "gpu", "model=open"]));
    assert!(modify(&["gpu", "-", "cpu", "model=open"]));
}

#[test]
fn without_an_answer_no_job_is_taken_nor_started() {
    if lua().is_none() || !is_there("curl") {
        eprintln!("skipped: there is no Lua interpreter, or no curl");
        return;
    }
    let house = House::new();
    // Takes connections, and says nothing.
    let mute = std::net::TcpListener::bind("127.0.0.1:0").expect("an address");
    let mute = format!("http://{}", mute.local_addr().expect("an address"));
    let late = Running::of(Serve {
        timeout: Duration::from_nanos(1),
        ..house.setup()
    });
    let closed = Running::of(Serve {
        bearer_file: Some({
            let tokens = house.folder.path().join("tokens");
            std::fs::write(&tokens, "0123456789abcdef0123\n").expect("it is written");
            tokens
        }),
        ..house.setup()
    });
    for url in [
        &mute,
        "http://127.0.0.1:1",
        &url(&late),
        &url(&closed),
        &format!("{}/elsewhere", url(&late)),
    ] {
        let conf = settings(&house, url);
        let begun = Instant::now();
        let (is_taken, told) = submit(&house, &conf, &["submit", "gpu", "model=open"]);
        assert!(!is_taken && told.starts_with("undecided: "), "{url}: {told}");
        let (starts, why) = prolog(&conf, "gpu", "model=open");
        assert!(!starts && !why.is_empty(), "{url}: {why}");
        assert!(
            begun.elapsed() < Duration::from_secs(8),
            "{url}: {:?}",
            begun.elapsed()
        );
    }
    let good = house.server();
    let good_conf = settings(&house, &url(&good));
    let text = std::fs::read_to_string(&good_conf).expect("settings");
    let conf = house.folder.path().join("wrong.conf");
    let wrong = [
        String::new(),
        text.replace("GATED=", "GATTED="),
        text.replace("GATED=", "#GATED="),
        text.replace("URL=", "#URL="),
        text.replace("gpu:training", "gpu"),
        text.replace("gpu:training", "gpu:$(id)"),
        text.replace("TIMEOUT=2", "TIMEOUT=never"),
        text.replace("TIMEOUT=2", "TIMEOUT=0"),
        text.replace("URL=", "URL='"),
    ];
    for text in wrong {
        std::fs::write(&conf, &text).expect("it is written");
        let (is_taken, told) = submit(&house, &conf, &["submit", "gpu", "model=open"]);
        assert!(!is_taken && told.starts_with("undecided: "), "{text}: {told}");
    }
    std::fs::remove_file(&conf).expect("it is removed");
    assert!(!submit(&house, &conf, &["submit", "gpu", "model=open"]).0);
    assert!(!prolog(&conf, "gpu", "model=open").0);
    // Else nothing here would say anything.
    assert!(submit(&house, &good_conf, &["submit", "gpu", "model=open"]).0);
}

#[test]
fn the_prolog_lets_start_what_the_gate_lets_and_nothing_else() {
    if !is_there("curl") {
        eprintln!("skipped: there is no curl");
        return;
    }
    let house = House::new();
    let server = house.server();
    let conf = settings(&house, &url(&server));
    assert_eq!(prolog(&conf, "gpu", "model=open"), (true, String::new()));
    assert_eq!(
        prolog(&conf, "gpu", "nightly, model=open;x"),
        (true, String::new())
    );
    assert_eq!(prolog(&conf, "cpu", ""), (true, String::new()));
    let (starts, why) = prolog(&conf, "gpu", "model=shut");
    assert!(
        !starts && why.contains("pause: training of shut") && why.contains("clause shut"),
        "{why}"
    );
    for comment in [
        "",
        "open",
        "model=",
        "model=silent",
        "xmodel=open",
        "model=a'b",
        "model=$(id)",
        "model=*",
    ] {
        let (starts, why) = prolog(&conf, "gpu", comment);
        assert!(!starts && why.contains("undecided"), "{comment}: {why}");
    }
    assert!(!prolog(&conf, "", "model=open").0);
    let text = std::fs::read_to_string(&conf).expect("settings");
    for wrong in [
        text.replace("URL=", "#URL="),
        text.replace("GATED=", "GATTED="),
        text.replace("gpu:training", "gpu"),
        text.replace("TIMEOUT=2", "TIMEOUT=never"),
    ] {
        std::fs::write(&conf, &wrong).expect("it is written");
        assert!(!prolog(&conf, "gpu", "model=open").0, "{wrong}");
    }
}

/// A cluster of one node, in a folder; its daemons are ended with it.
struct Cluster {
    folder: PathBuf,
    pids: Vec<PathBuf>,
}

impl Cluster {
    /// `None` where Slurm is not installed, or may not be run.
    fn start(house: &House) -> Option<Cluster> {
        let programs = [
            "slurmctld",
            "slurmd",
            "munged",
            "sbatch",
            "squeue",
            "scancel",
            "curl",
        ];
        if let Some(missing) = programs.into_iter().find(|it| !is_there(it)) {
            eprintln!("skipped: {missing} is not installed (Debian: slurm-wlm)");
            return None;
        }
        let is_root = Command::new("id")
            .arg("-u")
            .output()
            .is_ok_and(|it| it.stdout == b"0\n");
        if !is_root {
            eprintln!("skipped: slurmd wants to be run by root");
            return None;
        }
        let folder = house.folder.path().join("slurm");
        for name in ["", "state", "spool", "munge"] {
            std::fs::create_dir_all(folder.join(name)).expect("a folder");
        }
        let cluster = Cluster {
            pids: ["munge/pid", "slurmctld.pid", "slurmd.pid"]
                .map(|it| folder.join(it))
                .to_vec(),
            folder,
        };
        cluster.write_settings();
        cluster.run("chmod 700 munge && head -c 32 /dev/urandom > munge/key && chmod 400 munge/key");
        cluster.run(
            "munged --force --key-file=$PWD/munge/key --socket=$PWD/munge/socket --pid-file=$PWD/munge/pid \
             --log-file=$PWD/munge/log --seed-file=$PWD/munge/seed",
        );
        cluster.run("slurmctld -c -f $PWD/slurm.conf");
        cluster.run("slurmd -f $PWD/slurm.conf");
        cluster.until("the node is idle", "sinfo -h -o %T", |it| it.contains("idle"));
        Some(cluster)
    }

    fn write_settings(&self) {
        let free = || {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
            listener.local_addr().expect("an address").port()
        };
        let node = Command::new("hostname")
            .arg("-s")
            .output()
            .expect("a name")
            .stdout;
        let node = String::from_utf8(node).expect("a plain name");
        let (node, here) = (node.trim(), self.folder.display());
        let (controller, daemon) = (free(), free());
        let text = format!(
            "ClusterName=try\nSlurmctldHost={node}(127.0.0.1)\nSlurmUser=root\nSlurmdUser=root\n\
             SlurmctldPort={controller}\nSlurmdPort={daemon}\nAuthType=auth/munge\n\
             AuthInfo=socket={here}/munge/socket\nCredType=cred/munge\nStateSaveLocation={here}/state\n\
             SlurmdSpoolDir={here}/spool\nSlurmctldPidFile={here}/slurmctld.pid\nSlurmdPidFile={here}/slurmd.pid\n\
             SlurmctldLogFile={here}/slurmctld.log\nSlurmdLogFile={here}/slurmd.log\n\
             ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nJobAcctGatherType=jobacct_gather/none\n\
             AccountingStorageType=accounting_storage/none\nSchedulerType=sched/builtin\nSwitchType=switch/none\n\
             MpiDefault=none\nReturnToService=2\nJobSubmitPlugins=lua\nPrologSlurmctld={here}/prolog-slurmctld.sh\n\
             NodeName={node} NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN\n\
             PartitionName=cpu Nodes={node} Default=YES MaxTime=10 State=UP\n\
             PartitionName=gpu Nodes={node} MaxTime=10 State=UP\n"
        );
        std::fs::write(self.folder.join("slurm.conf"), text).expect("it is written");
        for name in ["job_submit.lua", "prolog-slurmctld.sh"] {
            std::fs::copy(format!("{FOLDER}/{name}"), self.folder.join(name)).expect("it is copied");
        }
        let conf = self.folder.parent().expect("a folder").join("holdpoint.conf");
        std::fs::copy(conf, self.folder.join("holdpoint.conf")).expect("it is copied");
    }

    fn sh(&self, script: &str) -> Output {
        Command::new("timeout")
            .args(["30", "sh", "-c", script])
            .current_dir(&self.folder)
            .env("SLURM_CONF", self.folder.join("slurm.conf"))
            .env("HOLDPOINT_SLURM_CONF", self.folder.join("holdpoint.conf"))
            .stdin(Stdio::null())
            .output()
            .expect("it runs")
    }

    fn run(&self, script: &str) {
        // A daemon keeps what it was given: pipes would not end.
        let output = self.sh(&format!("{{ {script} ; }} >> start.log 2>&1"));
        let log = std::fs::read_to_string(self.folder.join("start.log")).unwrap_or_default();
        assert!(output.status.success(), "{script}: {log}");
    }

    fn until(&self, what: &str, script: &str, is_so: impl Fn(&str) -> bool) {
        let mut said = String::new();
        for _ in 0..100 {
            let output = self.sh(script);
            said = String::from_utf8_lossy(&output.stdout).into_owned();
            if is_so(&said) {
                return;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        let log = std::fs::read_to_string(self.folder.join("slurmctld.log")).unwrap_or_default();
        panic!("it never came that {what}: {said}\n{log}");
    }

    fn sbatch(&self, arguments: &str) -> (bool, String) {
        let output = self.sh(&format!("sbatch {arguments} --wrap 'echo it ran'"));
        let told = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&told).into_owned(),
        )
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _cancelled = self.sh("scancel --user=root");
        for pid in self.pids.iter().rev() {
            if let Ok(pid) = std::fs::read_to_string(pid) {
                let _ended = Command::new("kill").arg(pid.trim()).status();
            }
        }
        // They write to the folder until they have ended.
        std::thread::sleep(Duration::from_millis(500));
    }
}

#[test]
fn a_real_slurm_shows_the_clause_and_looks_again_before_the_start() {
    let house = House::new();
    let server = house.server();
    settings(&house, &url(&server));
    let Some(cluster) = Cluster::start(&house) else {
        return;
    };
    let (is_taken, told) = cluster.sbatch("-p gpu --comment model=shut");
    assert!(!is_taken);
    assert!(told.contains("pause: training of shut"), "{told}");
    assert!(
        told.contains("clause shut: before training, Lab must have locks in place."),
        "{told}"
    );
    let (is_taken, told) = cluster.sbatch("-p gpu");
    assert!(!is_taken && told.contains("--comment=model=LINE"), "{told}");
    let (is_taken, told) = cluster.sbatch("-p gpu --comment model=open -o open.out");
    assert!(is_taken, "{told}");
    cluster.until("the job has run", "cat open.out", |it| it == "it ran\n");
    // Taken while the gate is open, and shut before it starts: it goes back to the queue.
    let (is_taken, told) = cluster.sbatch("-p gpu --hold --comment model=open -o late.out");
    assert!(is_taken, "{told}");
    let job = told.trim().rsplit(' ').next().expect("a number").to_owned();
    house.record(
        "2026-01-03",
        r#"{"kind": "fact", "by": "Trust", "line": "open", "fact": "alarm", "holds": true}"#,
    );
    cluster.run(&format!("scontrol release {job}"));
    cluster.until("the prolog refused it", "cat slurmctld.log", |it| {
        it.contains(&format!("prolog_slurmctld JobId={job} prolog exit status"))
    });
    assert!(!cluster.folder.join("late.out").exists(), "it did not run");
    let (is_taken, told) = cluster.sbatch("-p gpu --comment model=open");
    assert!(!is_taken && told.contains("clause quiet"), "{told}");
    // What is not asked about goes on, also without a server.
    drop(server);
    let (is_taken, told) = cluster.sbatch("-p gpu --comment model=open");
    assert!(!is_taken && told.contains("undecided"), "{told}");
    cluster.run(&format!("scancel {job}"));
    let (is_taken, told) = cluster.sbatch("-p cpu -o cpu.out");
    assert!(is_taken, "{told}");
    cluster.until("the other job has run", "cat cpu.out", |it| it == "it ran\n");
}
