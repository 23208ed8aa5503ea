/** A provisional year has the holidays that the law fixes, and says that it is provisional. */
import { describe, expect, it } from "vitest";
import { compileCalendar } from "../../domain/calendar.js";
import { provisionalYear } from "../../loader/provisional-year.js";
import { seedBundle } from "../plans/seed.js";

const seed = await seedBundle();

describe("a provisional year", () => {
  it("has the legal holidays of a year to come that fall on weekdays", () => {
    expect(provisionalYear(2027)).toEqual({
      year: 2027,
      // New Year; Spring Festival from the eve on 5 February; Qingming; Dragon Boat; Mid-Autumn; National Day.
      holidays: ["2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01"],
      workedWeekends: [],
      provisional: true,
    });
  });

  it.each(seed.calendar.years.map(({ year }) => year))("%i as published has every one of them off", (year) => {
    const published = compileCalendar(seed.calendar);
    const worked = provisionalYear(year).holidays.filter((day) => published.isWorkingDay(day));
    // The eve of the Spring Festival is a public holiday from 2025 only; in 2024 it was worked.
    expect(worked).toEqual(year === 2024 ? ["2024-02-09"] : []);
  });
});
