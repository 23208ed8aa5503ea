import "../rehearsal/open.js";
import "../prisma/pool.js";
import "../test/support/database.js"; // forbidden
import "../web/src/main.js"; // forbidden
