-- Adds lines as they were filed: what was filed never changes.
INSERT INTO inspection_line (
  plan_id, round, row, line, visit, person, group_id, revision, grade, content, received_at, device_at, clock_offset, conflicting,
  reassigned, quarantined, late, photos
)
SELECT
  $1, $2, l.row, l.line, l.visit, l.person, l.group_id, l.revision, l.grade, l.content, l.received_at, l.device_at, l.clock_offset,
  l.conflicting, l.reassigned, l.quarantined, l.late, l.photos
FROM
  jsonb_to_recordset($3::jsonb) AS l (
    row integer, line text, visit text, person text, group_id text, revision integer, grade text, content text, received_at bigint,
    device_at bigint, clock_offset bigint, conflicting boolean, reassigned boolean, quarantined boolean, late boolean, photos text[]
  )
