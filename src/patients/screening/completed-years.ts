const DATE = /^(\d{4})-(\d{2}-\d{2})$/;

/**
 * Whole years from one day to another, both `YYYY-MM-DD`: the age of whoever was born on the first. From 29 February a
 * year is full on 1 March of other years. None where the second day is the earlier: whoever was born today further east,
 * or was screened before the clinic's time zone was set to another, is dated a day ahead of today here.
 *
 * @throws RangeError where either is no date
 */
export function completedYears(from: string, to: string): number {
  const [fromYear, fromDay] = parts(from);
  const [toYear, toDay] = parts(to);
  return Math.max(0, toYear - fromYear - (toDay < fromDay ? 1 : 0));
}

function parts(date: string): [year: number, monthAndDay: string] {
  const [, year, monthAndDay] = DATE.exec(date) ?? [];
  if (year === undefined || monthAndDay === undefined) throw new RangeError(`${date} is no date`);
  return [Number(year), monthAndDay];
}
