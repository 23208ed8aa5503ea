/** An order's form, with how many items it concerns before it is given. */
import type { GivenOrderKind } from "../../../domain/streams/order-entries.js";
import { post } from "../api/client.js";
import type { OrderAnswer } from "../api/types.js";
import { say } from "../app/said.js";
import { usePlan } from "../plan/plan.js";
import { useTexts } from "../i18n/index.js";
import { orderForm, type OrderForm as Order } from "./acts.js";
import type { Values } from "./fields.js";
import { Form } from "./Form.js";
import { Scope } from "./Scope.js";

interface Props {
  readonly name: GivenOrderKind;
  /** What the order says beside what is filled in: which substitution is ended. */
  readonly fixed?: Values;
  /** Fewer fields than the order has. */
  readonly order?: Order;
  readonly onClose: () => void;
}

export function OrderForm({ name, fixed = {}, order = orderForm(name), onClose }: Props) {
  const { t } = useTexts();
  const { id, today } = usePlan();
  const title = t(`order.${name}`);
  const { scope } = order;
  return (
    <Form<OrderAnswer>
      name={`order ${name} ${JSON.stringify(fixed)}`}
      title={title}
      act={order}
      around={{ today, item: null, items: [], refs: [] }}
      request={(body, key) => post(`/plans/${encodeURIComponent(id)}/orders/${name}`, { ...fixed, ...body }, key)}
      onDone={({ streams }) => {
        const to = streams.length > 0 ? ` ${t("desk.sentTo", { count: streams.length })}` : "";
        say(scope ? `${t("desk.sent", { name: title })}${to}` : t("acting.done", { name: title }));
        onClose();
      }}
      onCancel={onClose}
    >
      {(values) => scope && <Scope name={name} scope={scope} values={values} />}
    </Form>
  );
}
