import '../plan/plan.js';
import { readFileSync } from 'node:fs'; // forbidden
import { z } from 'zod'; // forbidden
import type { Store } from '../../prisma/store.js'; // forbidden
export * from '../../mail/mail.js'; // forbidden
export { readFileSync, z, type Store };
