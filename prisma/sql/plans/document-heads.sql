-- A plan's documents by version, with the order of the ledger that each came with; the newest of each kind first.
SELECT
  d.kind,
  d.version,
  d.created_at AS "createdAt",
  told.at,
  told.actor,
  told.reason,
  told.sha256
FROM plan_document d
LEFT JOIN (
  SELECT
    l.at,
    l.actor,
    l.payload #>> '{order,reason}' AS reason,
    n ->> 'kind' AS kind,
    (n ->> 'version')::int AS version,
    n ->> 'sha256' AS sha256
  FROM ledger l, jsonb_array_elements(l.payload #> '{order,documents}') AS n
  WHERE l.plan_id = $1 AND l.stream = 'plan' AND l.type = 'orderGiven'
    AND l.payload #>> '{order,kind}' = 'changeDocuments'
) AS told ON told.kind = d.kind AND told.version = d.version
WHERE d.plan_id = $1 AND d.kind IN ('plan', 'roster', 'policy', 'calendar')
ORDER BY d.kind, d.version DESC
