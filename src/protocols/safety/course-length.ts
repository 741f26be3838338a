/** How long a course is, beside what its protocol was published or cleared with. */
export interface CourseLength {
  sessionsPublished: number;
  sessionsPlanned: number;
  /** Of the phase in whose rhythm it goes on. */
  sessionsPerDay: number;
}
