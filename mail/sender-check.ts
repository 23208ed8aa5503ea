/** Whether a mail server takes our sender's address, asked without sending anything: login, MAIL FROM, RSET, QUIT. */
import SMTPConnection from "nodemailer/lib/smtp-connection";

type Options = ConstructorParameters<typeof SMTPConnection>[0];

/** How nodemailer sends its own commands; it has no public way to send MAIL FROM alone. Its version is pinned, and a test holds this. */
interface Commands {
  _sendCommand(command: string): void;
  readonly _responseActions: ((answer: string) => void)[];
}

/** Throws what the server said where it refuses the login or the sender. */
export async function checkSender(
  options: Options,
  auth: { readonly user: string; readonly pass: string } | undefined,
  sender: string,
): Promise<void> {
  const connection = new SMTPConnection(options);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once("error", reject);
      connection.once("end", () => reject(new Error("the mail server closed the connection")));
      const ask = (): void => {
        const commands = connection as unknown as Commands;
        commands._responseActions.push((answer) =>
          answer.startsWith("2") ? resolve() : reject(new Error(`the sender ${sender} is refused: ${answer}`)),
        );
        commands._sendCommand(`MAIL FROM:<${sender}>`);
      };
      connection.connect((error) => {
        if (error) reject(error);
        else if (auth && connection.allowsAuth)
          connection.login({ credentials: { user: auth.user, pass: auth.pass } }, (refused) =>
            refused ? reject(refused) : ask(),
          );
        else ask();
      });
    });
  } finally {
    connection.removeAllListeners("end");
    connection.on("error", () => undefined);
    connection.quit();
    connection.close();
  }
}
