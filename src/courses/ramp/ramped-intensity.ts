/** From this treatment of the course on (counted from 1), this intensity, until the next step. */
export interface RampStep {
  readonly fromSession: number;
  readonly intensityPercentRmt: number;
}

export interface RampFault {
  readonly index: number;
  readonly member: keyof RampStep;
  readonly message: string;
}

/** Each step later than the one before it, and none above the prescription, in % of the resting motor threshold. */
export function rampFaults(ramp: readonly RampStep[], prescribedPercentRmt: number): RampFault[] {
  return ramp.flatMap(({ fromSession, intensityPercentRmt }, index): RampFault[] => {
    const before = ramp[index - 1];
    return [
      ...(before && fromSession <= before.fromSession ? [{ index, member: 'fromSession', message: 'must be later than the step before it' } as const] : []),
      ...(index === 0 && fromSession !== 1 ? [{ index, member: 'fromSession', message: 'must be 1: a ramp begins with the first session' } as const] : []),
      ...(intensityPercentRmt > prescribedPercentRmt ? [{ index, member: 'intensityPercentRmt', message: `must not be above the ${prescribedPercentRmt} % that are prescribed` } as const] : []),
    ];
  });
}

/**
 * What a treatment is given at, in % of the resting motor threshold. Clinics climb from 80 to 90 % to the prescribed
 * intensity over the first three to seven sessions, for comfort (recalled practice; no trial to cite).
 */
export function rampedIntensityPercentRmt(prescribedPercentRmt: number, ramp: readonly RampStep[] | null, sessionNumber: number): number {
  const step = ramp?.findLast(({ fromSession }) => fromSession <= sessionNumber);
  return step ? Math.min(step.intensityPercentRmt, prescribedPercentRmt) : prescribedPercentRmt;
}
