#!/bin/sh
# Asks the gate again when a job is about to start: an answer that held at its submission may not hold any more. In slurm.conf:
# `PrologSlurmctld=/etc/slurm/prolog-slurmctld.sh`. Exit 0 lets the job start; whatever else happens sends it back to the queue.
set -u
# Slurm gives it no environment of its own.
conf=${HOLDPOINT_SLURM_CONF:-$(dirname "$0")/holdpoint.conf}

refuse() {
    printf 'holdpoint: job %s: %s\n' "${SLURM_JOB_ID:-?}" "$1" >&2
    if command -v logger >/dev/null 2>&1; then
        logger -t holdpoint "job ${SLURM_JOB_ID:-?}: $1"
    fi
    exit 1
}
# The value of a name in the settings; the last one counts.
setting() {
    sed -n "s/^[[:space:]]*$1=\([A-Za-z0-9._:/,-]*\)[[:space:]]*\$/\1/p" "$conf" | tail -n 1
}
is_plain() {
    case $1 in
    '' | *[!A-Za-z0-9._:/-]*) return 1 ;;
    esac
}

[ -r "$conf" ] || refuse "undecided: $conf cannot be read"
url=$(setting URL)
timeout=$(setting TIMEOUT)
gated=$(setting GATED)
header=$(setting HEADER_FILE)
cacert=$(setting CACERT)
[ -n "$url" ] && [ -n "$gated" ] || refuse "undecided: $conf needs URL and GATED"
[ -n "${SLURM_JOB_PARTITION:-}" ] || refuse "undecided: Slurm does not say in which partition the job is"

# The action of the partition, if that is asked about.
action=
for pair in $(printf '%s' "$gated" | tr , ' '); do
    case $pair in
    "$SLURM_JOB_PARTITION":*) action=${pair#*:} ;;
    *:*) ;;
    *) refuse "undecided: $conf: GATED has $pair, which is not PARTITION:ACTION" ;;
    esac
done
[ -n "$action" ] || exit 0
# The model line in the comment, as --comment=model=LINE gives it.
model=$(printf '%s' "${SLURM_JOB_COMMENT:-}" | tr ' ,;\t' '\n\n\n\n' | sed -n 's/^model=//p' | head -n 1)
is_plain "$model" || refuse "undecided: the job does not say which model line it is for (--comment=model=LINE)"
is_plain "$action" || refuse "undecided: $action is no action"

set -- -q --silent --show-error --get --max-redirs 0 --noproxy '*' --max-time "${timeout:-4}" --header 'Accept: text/plain' \
    --data-urlencode "action=$action" --data-urlencode "model=$model" --write-out '\nstatus=%{http_code}'
[ -z "$header" ] || set -- "$@" --header "@$header"
[ -z "$cacert" ] || set -- "$@" --cacert "$cacert"
said=$(curl "$@" "$url/v1/decision" 2>&1) || refuse "undecided: $said"
case $said in
*"
status=200") exit 0 ;;
*) refuse "$(printf '%s' "$said" | head -n 2 | tr '\n' ' ')" ;;
esac
