import { startService, TEST_NOW, type Service, type TestClinic } from './service.js';

/** The service of a test file. */
export let service: Service;
/** A clinic of the running test's own. */
export let clinic: TestClinic;

/** One service for the whole file; for each test a clinic, at the usual hour. Call it once, first of all. */
export function clinicForEachTest(options: Parameters<Service['newClinic']>[0] = {}, settings: Readonly<Record<string, string>> = {}): void {
  beforeAll(async () => {
    service = await startService(settings);
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    service.clock.set(TEST_NOW);
    clinic = await service.newClinic(options);
  });
}
