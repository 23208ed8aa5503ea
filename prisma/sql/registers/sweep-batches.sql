-- Drops staged rows that nobody recorded within a day.
DELETE FROM register_batch WHERE staged_real < now() - interval '1 day'
