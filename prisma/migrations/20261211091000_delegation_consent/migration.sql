-- A substitution may wait for the holder's consent: the orders that say so are read with the substitutions.
DROP INDEX ledger_delegation;
CREATE INDEX ledger_delegation ON ledger (plan_id, seq) WHERE stream = 'plan' AND type = 'orderGiven'
  AND payload #>> '{order,kind}' IN ('delegate', 'confirmDelegation', 'endDelegation');
