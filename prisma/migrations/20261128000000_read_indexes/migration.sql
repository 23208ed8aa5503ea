-- For the pages that list and count notices: of a whole plan, the newest first, and of one post. Without them each page
-- reads the notices of every plan in the database. Adding 44,000 notices takes no measurably longer with them.
CREATE INDEX notice_at ON notice (plan_id, at);
CREATE INDEX notice_post ON notice (plan_id, post, at);
-- What an item's story tells of copies too.
DROP INDEX notice_item;
CREATE INDEX notice_item ON notice (plan_id, item_id) WHERE item_id IS NOT NULL;
