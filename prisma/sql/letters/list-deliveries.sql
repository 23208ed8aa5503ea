-- How letters stand on their channels, in the order of choice.
SELECT letter_id AS letter, channel, state, last_error AS error
FROM letter_delivery
WHERE plan_id = $1 AND letter_id = ANY($2)
ORDER BY letter_id, place
