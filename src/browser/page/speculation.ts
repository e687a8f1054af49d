import type { ReaderOf } from "./property-reader";

type RuleRemover = ReturnType<typeof createRuleRemover>;

/** Returns functions that remove the scripts with speculation rules. */
export function createRuleRemover(readerOf: ReaderOf) {
  const { apply } = Reflect;
  const { exec } = RegExp.prototype;
  const { matches, querySelectorAll, remove } = Element.prototype;
  const querySelectorAllOfRoot = DocumentFragment.prototype.querySelectorAll;
  const lengthOf = readerOf<number>(NodeList.prototype, "length");
  const nodeTypeOf = readerOf<number>(Node.prototype, "nodeType");
  const rule = 'script[type*="speculationrules" i]';
  const ruleType = /speculationrules/i;
  const each = (nodes: NodeList, act: (node: Node) => void) => {
    const length = lengthOf(nodes);
    for (let i = 0; i < length; i += 1) act(nodes[i] as Node);
  };
  const drop = (script: Node) => apply(remove, script, []);
  /** Removes the rules from a node, and calls `visit` with each element in it. */
  const removeRules = (node: Node, visit: (element: Node) => void) => {
    const isElement = nodeTypeOf(node) === 1;
    if (!isElement && nodeTypeOf(node) !== 11) return;
    const query = isElement ? querySelectorAll : querySelectorAllOfRoot;
    if (isElement && apply(matches, node, [rule])) drop(node);
    if (isElement) visit(node);
    each(apply(query, node, [rule]), drop);
    each(apply(query, node, ["*"]), visit);
  };
  /** Removes a script whose type changed. Rules stay in force when the type of their script changes. */
  const removeChangedRule = (script: Node, oldType: string | null) => {
    const wasRule = oldType !== null && apply(exec, ruleType, [oldType]);
    const isScript = nodeTypeOf(script) === 1 && apply(matches, script, ["script"]);
    if (isScript && (wasRule || apply(matches, script, [rule]))) drop(script);
  };
  return { each, removeRules, removeChangedRule };
}

/**
 * Removes speculation rules as soon as they are added. The guard does not see the requests for pages that the browser
 * fetches ahead; the browser fetches none for rules that are removed at once.
 */
export function refuseSpeculation(readerOf: ReaderOf, remover: RuleRemover): void {
  const { apply } = Reflect;
  const { each, removeRules, removeChangedRule } = remover;
  const { attachShadow } = Element.prototype;
  const { observe } = MutationObserver.prototype;
  const { add, has } = WeakSet.prototype;
  const targetOf = readerOf<Node>(MutationRecord.prototype, "target");
  const addedOf = readerOf<NodeList>(MutationRecord.prototype, "addedNodes");
  const oldTypeOf = readerOf<string | null>(MutationRecord.prototype, "oldValue");
  const rootOf = readerOf<ShadowRoot | null>(Element.prototype, "shadowRoot");
  const known = new WeakSet<Node>();

  const clean = (node: Node) => removeRules(node, watchRoot);
  /** Watches the shadow root of an element: the HTML can declare one. */
  const watchRoot = (host: Node) => {
    const root = rootOf(host);
    // The observer reports the changes of a known root.
    if (!root || apply(has, known, [root])) return;
    watch(root);
    clean(root);
  };
  // Options without a prototype get none that the page adds to `Object.prototype`.
  const changes = Object.assign(Object.create(null), {
    childList: true,
    subtree: true,
    attributeFilter: ["type"],
    attributeOldValue: true,
  });
  const observer = new MutationObserver((records) => {
    for (let i = 0; i < records.length; i += 1) {
      removeChangedRule(targetOf(records[i]), oldTypeOf(records[i]));
      each(addedOf(records[i]), clean);
    }
  });
  const watch = (root: Node) => {
    apply(add, known, [root]);
    apply(observe, observer, [root, changes]);
  };
  watch(document);
  Element.prototype.attachShadow = function (init) {
    const root = apply(attachShadow, this, [init]);
    watch(root);
    return root;
  };
}
