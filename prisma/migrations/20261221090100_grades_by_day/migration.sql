-- By the days of the decisions. Rows that are there keep the grade of today for every day until the next rebuild (npm run rebuild).
-- AlterTable
ALTER TABLE "inspection_check" ADD COLUMN     "regrades" JSONB NOT NULL DEFAULT '[]';
