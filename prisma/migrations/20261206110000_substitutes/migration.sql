-- 代理: the post's holder for whom a notice was given to their dated substitute too.
ALTER TABLE notice ADD COLUMN substitute_for text;
