-- One name said two things of a finding: of a village's, which others have the same (now "alike"); of a systemic item, which it links.
UPDATE item
SET state = jsonb_set(
  state,
  '{finding}',
  (state -> 'finding') || CASE
    WHEN state ->> 'village' IS NULL THEN '{"alike": []}'::jsonb
    ELSE jsonb_build_object('alike', state -> 'finding' -> 'systemic', 'systemic', '[]'::jsonb)
  END
)
WHERE jsonb_typeof(state -> 'finding') = 'object';
