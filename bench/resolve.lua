-- One measurement of bench/resolve.sh: METHOD, and AUTHORIZATION unless it is empty, come from the
-- environment. Prints requests a second, the median and the 99th percentile in µs, and the errors.
wrk.method = os.getenv("METHOD")
local signed = os.getenv("AUTHORIZATION")
if signed ~= "" then
  wrk.headers["Authorization"] = signed
end

done = function(summary, latency, requests)
  local failed = summary.errors
  io.write(
    string.format(
      "measured %.0f %.0f %.0f %d\n",
      summary.requests / summary.duration * 1e6,
      latency:percentile(50),
      latency:percentile(99),
      failed.connect + failed.read + failed.write + failed.status + failed.timeout
    )
  )
end
