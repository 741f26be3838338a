const DATE = /^(\d{4})-(\d{2}-\d{2})$/;

/**
 * Whole years from one day to another, both `YYYY-MM-DD`: the age of whoever was born on the first. From 29 February a
 * year is full on 1 March of other years.
 *
 * @throws RangeError where either is no date, or they stand in the wrong order
 */
export function completedYears(from: string, to: string): number {
  const [fromYear, fromDay] = parts(from);
  const [toYear, toDay] = parts(to);
  const years = toYear - fromYear - (toDay < fromDay ? 1 : 0);
  if (years < 0) throw new RangeError(`${from} lies after ${to}`);
  return years;
}

function parts(date: string): [year: number, monthAndDay: string] {
  const [, year, monthAndDay] = DATE.exec(date) ?? [];
  if (year === undefined || monthAndDay === undefined) throw new RangeError(`${date} is no date`);
  return [Number(year), monthAndDay];
}
