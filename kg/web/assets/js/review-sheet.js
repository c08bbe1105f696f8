// What a form of a fact gains with a script: words taken from the text by selecting them, and names sought as one types.

// Add to each field of words a button that takes what is selected in the text.
export function dress(root, phrase, selected) {
  for (const box of root.querySelectorAll("[data-words]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet take";
    button.textContent = phrase("take");
    // The selection stays where it is while the button is pressed.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const span = selected();
      if (!span) { button.after(told(phrase("select-first"))); return; }
      const [area, at] = [box.querySelector("textarea"), box.querySelector("input")];
      area.value = span.words;
      at.value = `${span.start}-${span.stop}`;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      button.after(told(phrase("taken")));
    });
    box.append(button);
  }
  fill(root);
  lift(root);
}

function told(words) {
  const said = document.createElement("small");
  said.setAttribute("role", "status");
  said.textContent = words;
  setTimeout(() => said.remove(), 4000);
  return said;
}

// Propose those who are known, as their names are typed.
export function fill(root) {
  for (const input of root.querySelectorAll("[data-known]")) {
    const list = document.createElement("datalist");
    list.id = `${input.name}-known`;
    input.setAttribute("list", list.id);
    input.after(list);
    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const words = input.value.trim();
        if (words.length < 2) return;
        try {
          const answer = await fetch(`${input.dataset.known}?${new URLSearchParams({ q: words })}`, { credentials: "same-origin" });
          const { known } = await answer.json();
          list.replaceChildren(...known.map((one) => {
            const option = document.createElement("option");
            option.value = one.key;
            option.label = [...Object.values(one.names), one.wikidata].filter(Boolean).join(" · ");
            return option;
          }));
        } catch {
          list.replaceChildren();
        }
      }, 250);
    });
  }
}

// A long list of people gets a field that narrows it.
export function lift(root) {
  for (const list of root.querySelectorAll("details.others")) {
    const people = [...list.querySelectorAll(".person")];
    if (people.length < 8) continue;
    const input = document.createElement("input");
    input.type = "search";
    input.dir = "auto";
    input.setAttribute("aria-label", list.querySelector("summary").textContent);
    input.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = input.value.trim().toLowerCase();
      for (const one of people) one.hidden = !one.textContent.toLowerCase().includes(words);
    });
    list.querySelector("summary").after(input);
  }
}
