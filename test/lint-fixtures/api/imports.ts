import express from 'express';
import { store } from '../prisma/store.js';
import { checkDocuments } from '../loader/documents.js';
import { applyChange } from '../plan-change/apply.js';
import { send } from '../activities/send.js'; // forbidden
import type { Contract } from '../activities/contract.js'; // forbidden
import { command } from '../scripts/command.js'; // forbidden
export { applyChange, checkDocuments, command, express, store, send, type Contract };
