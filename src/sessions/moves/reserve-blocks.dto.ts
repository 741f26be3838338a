import { Described, Flag, Instant, NestedList, Uuid } from '../../platform/http/fields.js';

export class BlocksToReserve {
  @Flag({ optional: true, description: 'Only tell what would be kept.' }) dryRun?: boolean;
}

export class ReservedBlock {
  @Uuid({ description: 'The part of the plan.' }) adjunctId: string;
  @Instant() startsAt: string;
  @Instant() endsAt: string;
}

export class ReservedSession {
  @Uuid() sessionId: string;
  @Instant() startsAt: string;
  @Instant() endsAt: string;
  @NestedList(() => ReservedBlock) blocks: ReservedBlock[];
}

export class UnreservedSession {
  @Uuid() sessionId: string;
  @Instant() startsAt: string;
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } }, { description: 'What stands in the way: {code, message, conflicts?}. The session keeps its place as it was.' }) reasons: object[];
}

export class BlocksReserved {
  @NestedList(() => ReservedSession) reserved: ReservedSession[];
  @NestedList(() => UnreservedSession) unreserved: UnreservedSession[];
}
