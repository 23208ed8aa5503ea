-- When the signed letters of some items under some numbers ($2: item, number) reached whom they are addressed to: the earliest plan day, null
-- where none did. What was handed over counts from the day of the delivery register. What a rehearsal ($3) sends reaches its mailbox the day it
-- closes, whenever that is worked off; of what nobody takes by any channel it knows nothing till it is handed over. $4: minutes east of UTC.
SELECT wanted.item,
  min(coalesce(h.received_on, CASE
    WHEN $3 AND l.state IN ('queued', 'sent', 'failed') THEN l.plan_day
    WHEN NOT $3 AND l.state = 'sent' THEN (l.sent_at AT TIME ZONE 'UTC' + make_interval(mins => $4))::date
  END)) AS day
FROM jsonb_to_recordset($2) AS wanted (item text, document_no text)
  LEFT JOIN letter l ON l.plan_id = $1 AND l.document_no = wanted.document_no AND l.delivery = 'immediate'
    AND EXISTS (
      SELECT FROM letter_notice_batch t JOIN notice_batch n USING (plan_id, stream, append, batch)
      WHERE t.plan_id = l.plan_id AND t.letter_id = l.id AND wanted.item = ANY(n.items) AND n.role = 'to'
    )
  LEFT JOIN hand_delivery h ON h.plan_id = l.plan_id AND h.letter_id = l.id
GROUP BY 1
ORDER BY 1
