/* The base build: no plug-ins. */
export { default } from "tom-select/base";
