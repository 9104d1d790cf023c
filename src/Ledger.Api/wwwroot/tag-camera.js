// Adds a camera to the tag check where the browser can read barcodes. Without it, or without script, the number is typed.
const button = document.getElementById("camera");
const finder = document.getElementById("finder");
const video = finder.querySelector("video");
const says = document.getElementById("camera-says");
const number = document.getElementById("number");
const lookEveryMilliseconds = 200;

let stream = null;

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  finder.hidden = true;
  button.hidden = false;
}

async function look(detector) {
  while (stream) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code && stream) {
      stop();
      number.value = code.rawValue.trim();
      number.form.requestSubmit();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMilliseconds));
  }
}

async function start() {
  says.hidden = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    finder.hidden = false;
    button.hidden = true;
    await video.play();
    await look(new BarcodeDetector());
  } catch {
    stop();
    says.textContent = says.dataset.refused;
    says.hidden = false;
  }
}

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", start);
  document.getElementById("stop").addEventListener("click", stop);
}
