-- Steps of instruments that the office signs. Later steps name rung and version only; what instrument that is, the draft says.
WITH step AS (
  SELECT
    type,
    item_id,
    payload ->> 'rung' AS rung,
    payload ->> 'version' AS version,
    payload ->> 'instrument' AS instrument
  FROM ledger
  WHERE plan_id = $1
    AND type IN ('instrumentDrafted', 'instrumentSigned', 'instrumentLapsed', 'instrumentWithdrawn', 'instrumentHeld')
)
SELECT drafted.instrument, step.type, count(*)::int AS count
FROM step
JOIN step AS drafted
  ON drafted.type = 'instrumentDrafted' AND drafted.item_id = step.item_id AND drafted.rung = step.rung
    AND drafted.version = step.version
GROUP BY 1, 2
ORDER BY 1, 2
