/** The routes of registers. */
import type { Route } from "../serving/route.js";
import { getFigures, postFigureFixed } from "./figure-routes.js";
import { getRegisterFile } from "./file-routes.js";
import { getImport, postImportCancelled } from "./import-progress.js";
import { postImport, postImportConfirmed } from "./import-routes.js";
import { getRegister, getRegisters } from "./register-routes.js";
import { getRowHistory, getRows, postClear, postRows } from "./row-routes.js";

export const REGISTER_ROUTES: readonly Route[] = [
  getRegisters,
  getRegister,
  getRows,
  getRowHistory,
  postRows,
  postImport,
  getImport,
  postImportCancelled,
  postImportConfirmed,
  postClear,
  getRegisterFile,
  postFigureFixed,
  getFigures,
];
