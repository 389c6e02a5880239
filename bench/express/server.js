// `POST /api/payments` as tutorials write it: Express, a JWT check, one insert, the answer. SQLite is Node's
// own (`node:sqlite`), in WAL mode and synced at each commit, because a payment that was answered must
// survive a power cut. Run with JWT_SECRET, PORT and the folder of the database as the argument.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import express from "express";
import jwt from "jsonwebtoken";

const database = new DatabaseSync(join(process.argv[2], "express.db"));
database.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE payments(
    id TEXT PRIMARY KEY, userId TEXT NOT NULL, orderId TEXT NOT NULL UNIQUE, planId TEXT NOT NULL,
    amount INTEGER NOT NULL, currency TEXT NOT NULL, provider TEXT NOT NULL, status TEXT NOT NULL,
    createdAt TEXT NOT NULL);
  CREATE INDEX payments_by_user ON payments(userId, createdAt DESC);
  CREATE INDEX payments_by_status ON payments(status);
`);
const insert = database.prepare("INSERT INTO payments VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");

function authenticate(request, response, next) {
  const token = request.headers.authorization?.split(" ")[1];
  try {
    request.user = jwt.verify(token, process.env.JWT_SECRET, { algorithms: ["HS256"] });
  } catch {
    return response.status(401).json({ message: "Sign in first." });
  }
  next();
}

const app = express();
app.use(express.json());
app.get("/livez", (request, response) => response.json({ status: "ok" }));
app.post("/api/payments", authenticate, (request, response) => {
  const { planId, provider } = request.body;
  if (typeof planId !== "string" || typeof provider !== "string") {
    return response.status(400).json({ message: "A plan and a provider are needed." });
  }
  const payment = {
    id: randomBytes(12).toString("hex"),
    userId: request.user.sub,
    orderId: `ord_${randomBytes(13).toString("hex")}`,
    planId,
    amount: 9900,
    currency: "KRW",
    provider,
    status: "pending",
    createdAt: new Date().toISOString(),
  };
  insert.run(...Object.values(payment));
  response.status(201).json(payment);
});
const server = app.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => server.close(() => process.exit(0)) && server.closeAllConnections());
