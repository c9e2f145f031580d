# The whole property in window functions, on one core: how many questions there are, how many are open, and which.
import json, resource, sys
import duckdb

def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

db = duckdb.connect()
db.execute("SET threads = 1")
begun = cpu()
db.execute(
    "CREATE TABLE event AS SELECT * FROM read_json(?, format = 'newline_delimited',"
    " columns = {n: 'UBIGINT', t: 'BIGINT', m: 'INTEGER', k: 'VARCHAR', i: 'INTEGER'})",
    [sys.argv[1]],
)
loading = cpu() - begun
begun = cpu()
asked, opened, total = db.execute("""
WITH turned AS (
    SELECT *, CASE WHEN k IN ('attest', 'revoke') THEN
        (k = 'attest')::INTEGER - coalesce((lag(k) OVER
            (PARTITION BY m, k IN ('attest', 'revoke'), i ORDER BY n) = 'attest')::INTEGER, 0)
        ELSE 0 END AS change
    FROM event
), stands AS (
    SELECT n, t, k,
        sum(change) OVER upto AS in_place,
        max(t) FILTER (k = 'train') OVER upto AS trained,
        max(t) FILTER (k = 'eval') OVER upto AS passed
    FROM turned
    WINDOW upto AS (PARTITION BY m ORDER BY n ROWS UNBOUNDED PRECEDING)
), answered AS (
    SELECT n, coalesce(in_place = 20 AND passed > trained AND t - passed < 90 * 24 * 3600000::BIGINT, false) AS opens
    FROM stands WHERE k = 'deploy'
)
SELECT count(*), count(*) FILTER (opens), coalesce(sum(n) FILTER (opens), 0) FROM answered
""").fetchone()
query = cpu() - begun
print(json.dumps({
    "asked": asked, "open": opened, "sum": int(total),
    "loading": loading, "query": query, "version": duckdb.__version__,
}))
