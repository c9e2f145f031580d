#!/bin/sh
# A policy run by what is on record: publication, an evaluation that fires, a pause, safeguards one by one, training again;
# then an attack on the ledger, and a reveal. Run it in the root of the repository: sh docs/day-by-day.sh
# HOLDPOINT names the program if it is not to be built. Needs python3 for the attack alone.
set -eu
if [ -z "${HOLDPOINT:-}" ]; then
    cargo build --release --quiet --package holdpoint-cli
    HOLDPOINT="$PWD/target/release/holdpoint"
fi
policy="$PWD/policies/anthropic/rsp-1.0.md"
log="$PWD/crates/importers/tests/inspect/inspect-sample-1.eval"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

say() { printf '\n== %s\n' "$1"; }
# Runs a command whose exit code is part of the story.
exits() {
    expected=$1
    shift
    code=0
    "$@" || code=$?
    if [ "$code" -ne "$expected" ]; then
        echo "exit $code where $expected was expected: $*" >&2
        exit 1
    fi
}
record() { "$HOLDPOINT" record l.db - --model m1 --now "$1"; }
gate() { "$HOLDPOINT" gate training --ledger l.db --model m1 --now "$1"; }

say "A policy is published"
key=$("$HOLDPOINT" ledger init l.db --origin example.org/ledger)
"$HOLDPOINT" record l.db --policy "$policy" --reading ASL-3-security=checklist --now 2026-01-05
record 2026-01-06 <<'JSON'
{"kind": "evaluation", "evaluation": "warning-signs", "answer": "rules-out", "by": "Anthropic"}
{"kind": "watermark", "by": "Anthropic", "complete": {"until": "2026-01-06", "holds_until": "2026-03-31"}}
{"kind": "watermark", "by": "Board", "complete": {"until": "2026-01-06", "holds_until": "2026-06-30"}}
{"kind": "watermark", "by": "LTBT", "complete": {"until": "2026-01-06", "holds_until": "2026-06-30"}}
{"kind": "watermark", "by": "Rivals", "complete": {"until": "2026-01-06", "holds_until": "2026-06-30"}}
JSON
exits 0 gate 2026-01-07

say "An evaluation fires, and training pauses"
"$HOLDPOINT" import l.db "$log" --evaluation warning-signs --answer indicates --by Anthropic --model m1 --now 2026-03-02
exits 3 gate 2026-03-03
record 2026-03-05 <<'JSON'
{"kind": "status-period", "by": "Anthropic", "day": "2026-03-03", "running": [], "paused": ["training", "storing", "deployment", "internal-use", "new-customers"], "because": "security"}
{"kind": "status-period", "by": "Anthropic", "day": "2026-03-04", "running": [], "paused": ["training", "storing", "deployment", "internal-use", "new-customers"], "because": "security"}
JSON
"$HOLDPOINT" ledger checkpoint l.db --out march.note

say "Safeguards come one by one; the gate opens with the last"
for safeguard in software-inventory secure-build hardware-sourcing central-weight-storage indirect-weight-access \
    multi-party-controls physical-sweeps segmentation monitoring inference-limits internal-red-team honeypots; do
    echo "{\"kind\": \"safeguard-status\", \"safeguard\": \"$safeguard\", \"status\": \"in-place\", \"by\": \"Anthropic\"}" |
        record 2026-03-20
    exits 3 gate 2026-03-21 >/dev/null
done
record 2026-03-30 <<'JSON'
{"kind": "definition", "level": "ASL-4", "by": "Anthropic"}
{"kind": "safeguard-status", "safeguard": "compartments", "status": "in-place", "by": "Anthropic"}
{"kind": "watermark", "by": "Anthropic", "complete": {"until": "2026-03-30", "holds_until": "2026-05-31"}}
JSON
exits 0 gate 2026-03-31
"$HOLDPOINT" status --ledger l.db --model m1 --now 2026-03-31
"$HOLDPOINT" decision replay l.db 6

say "A revision for the past is refused"
exits 2 "$HOLDPOINT" record l.db --policy "$policy" --from 2026-03-01 --now 2026-04-01

say "Two fields of the paused days are revealed; of all else, of what kind it is"
"$HOLDPOINT" ledger checkpoint l.db --out april.note
"$HOLDPOINT" ledger reveal l.db 9 10 --field paused --field because --every predicateType --out paused.bundle
exits 4 "$HOLDPOINT" ledger verify paused.bundle --pin march.note --key "$key"

say "Somebody edits the ledger behind its back"
if command -v python3 >/dev/null; then
    python3 - <<'PYTHON'
import sqlite3
db = sqlite3.connect("l.db")
db.executescript("""
    DROP TRIGGER entry_is_not_changed;
    UPDATE entry SET body = replace(body, 'indicates', 'rules-out') WHERE number = 7;
""")
PYTHON
    exits 1 "$HOLDPOINT" ledger verify l.db --pin march.note --key "$key"
    exits 4 gate 2026-04-02
else
    echo "python3 is not there: the attack is left out"
fi
