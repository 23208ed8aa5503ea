-- Ids of the items within reach: owed, supported or first checked by one's units, one's own to verify, in one's villages or
-- townships, or such that one's posts were told of them.
SELECT i.id
FROM item i
WHERE i.plan_id = $1
  AND (
    i.primary_unit = ANY($2)
    OR i.village = ANY($3)
    OR i.township = ANY($4)
    OR i.primary_unit = i.township AND i.state ->> 'leadUnit' = ANY($2)
    OR i.state -> 'supporting' ?| $2
    OR i.state #>> '{verifier,person}' = $6
  )
UNION
SELECT unnest(n.items)
FROM notice_batch n
WHERE n.plan_id = $1 AND n.items <> '{}' AND n.delivery <> 'draft'
  AND (n.post = ANY($5) OR n.addressed_post = ANY($5))
