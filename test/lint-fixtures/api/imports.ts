import express from 'express';
import { store } from '../prisma/store.js';
import { send } from '../activities/send.js'; // forbidden
import type { Contract } from '../activities/contract.js'; // forbidden
export { express, store, send, type Contract };
