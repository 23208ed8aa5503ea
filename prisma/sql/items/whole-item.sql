-- One item with all of its state.
SELECT stream, item_state(i) AS state, ladder_exhausted AS "ladderExhausted"
FROM item i
WHERE plan_id = $1 AND id = $2
