-- Two items and the next version of both fit a page (decision 0120); at 50 they just don't.
ALTER TABLE item SET (fillfactor = 40);
