-- The substitutions of a plan, in the order in which they were given: those not ended before their time, whether they have
-- begun or are over by now. The list of the kinds is the condition of the index ledger_delegation.
SELECT
  given.payload -> 'order' || jsonb_build_object(
    'id', substr(given.cause, length('cmd/') + 1),
    'awaitsConsent', coalesce((given.payload #>> '{order,awaitsConsent}')::boolean, false) AND NOT EXISTS (
      SELECT FROM ledger agreed
      WHERE agreed.plan_id = $1 AND agreed.stream = 'plan' AND agreed.type = 'orderGiven'
        AND agreed.payload #>> '{order,kind}' IN ('delegate', 'confirmDelegation', 'endDelegation')
        AND agreed.payload #>> '{order,kind}' = 'confirmDelegation'
        AND 'cmd/' || (agreed.payload #>> '{order,delegation}') = given.cause
    )
  ) AS delegation
FROM ledger given
WHERE given.plan_id = $1 AND given.stream = 'plan' AND given.type = 'orderGiven'
  AND given.payload #>> '{order,kind}' IN ('delegate', 'confirmDelegation', 'endDelegation')
  AND given.payload #>> '{order,kind}' = 'delegate'
  AND NOT EXISTS (
    SELECT FROM ledger ended
    WHERE ended.plan_id = $1 AND ended.stream = 'plan' AND ended.type = 'orderGiven'
      AND ended.payload #>> '{order,kind}' IN ('delegate', 'confirmDelegation', 'endDelegation')
      AND ended.payload #>> '{order,kind}' = 'endDelegation'
      AND 'cmd/' || (ended.payload #>> '{order,delegation}') = given.cause
  )
ORDER BY given.seq
