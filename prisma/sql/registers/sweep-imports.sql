-- Drops what was noted of workbooks a day ago.
DELETE FROM register_import WHERE touched_real < now() - interval '1 day'
