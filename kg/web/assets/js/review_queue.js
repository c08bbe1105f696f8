// A new article: files may be dropped on the form, and what is being read says so.
const form = document.getElementById("new-form");
const file = document.getElementById("file");

form.addEventListener("submit", () => {
  document.getElementById("working").hidden = false;
  // The button is let go of by the next page; pressed twice it would read twice.
  setTimeout(() => { form.querySelector("button").disabled = true; });
});
addEventListener("pageshow", () => {
  form.querySelector("button").disabled = false;
  document.getElementById("working").hidden = true;
});

for (const kind of ["dragenter", "dragover"]) {
  form.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (event.dataTransfer.files.length) file.files = event.dataTransfer.files;
});
