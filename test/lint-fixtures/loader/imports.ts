import { parse } from 'yaml';
import { plan } from '../domain/plan.js';
import { store } from '../prisma/store.js'; // forbidden
export { parse, plan, store };
