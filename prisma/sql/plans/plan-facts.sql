-- What a list of plans needs of their newest documents, which are large.
SELECT DISTINCT ON (plan_id, kind)
  plan_id AS plan,
  kind,
  content -> 'timeZone' ->> 'offsetMinutes' AS "offsetMinutes",
  content ->> 'sample' AS sample
FROM plan_document
WHERE plan_id = ANY($1) AND kind IN ('plan', 'roster')
ORDER BY plan_id, kind, version DESC
