import { createHash } from 'node:crypto';
import pg from 'pg';
import { check } from './check.js';
import { canonicalJson } from '../../domain/canonical.js'; // forbidden
import type { LedgerRow } from '../../domain/record.js'; // forbidden
import { chaosPlan } from '../plan.js'; // forbidden
import { z } from 'zod'; // forbidden
export { createHash, pg, check, canonicalJson, chaosPlan, z, type LedgerRow };
