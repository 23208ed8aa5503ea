-- Enters that a letter was handed over; what was entered first stands.
INSERT INTO hand_delivery (plan_id, letter_id, received_by, received_on, delivered_by, account_id)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
