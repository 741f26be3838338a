import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How full one bucket of failed logins is. Of no clinic: it is counted before anybody's clinic is known. */
@Entity('login_counters')
@Index('login_counters_age', ['at'])
export class LoginCounter {
  /** What is counted, as a digest: neither an address nor an e-mail can be read from it. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'login_counters_pkey' }) key: string;
  /** Failures in the bucket at `at`; it leaks from then on. */
  @Column('double precision') level: number;
  @Column('timestamptz') at: string;
}
