// Sifts what is on the page while one types: whatever has none of the words is hidden, and how many are left is told.
// Arabic letters are compared as readers take them: without marks, hamza seats and forms of ya and ta marbuta alike.

const folded = (text) =>
  text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, "").replace(/[أإآٱ]/g, "ا")
    .replace(/ى/g, "ي").replace(/ة/g, "ه").toLowerCase();

for (const input of document.querySelectorAll("input[data-sift]")) {
  const box = input.closest(".sift");
  const told = box.querySelector("[role=status]");
  const items = [...document.querySelector(input.dataset.sift).querySelectorAll("[data-sifted]")];
  const texts = items.map((item) => folded(item.textContent));
  const sift = () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let left = 0;
    items.forEach((item, place) => {
      item.hidden = !words.every((word) => texts[place].includes(word));
      left += item.hidden ? 0 : 1;
    });
    told.textContent = words.length ? left.toLocaleString(document.documentElement.lang) : "";
  };
  input.addEventListener("input", sift);
  box.hidden = false;
  if (input.value) sift();
}
