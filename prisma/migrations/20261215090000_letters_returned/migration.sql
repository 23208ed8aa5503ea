-- A letter that the next server took and that came back: entered by the office.
ALTER TYPE "letter_state" ADD VALUE 'returned';
