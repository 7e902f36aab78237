-- Arguments: method, bytes of body, value of Connection. Prints what was counted as one line, in numbers that need no unit.
function init(args)
  wrk.method = args[1]
  wrk.headers["Connection"] = args[3]
  if tonumber(args[2]) > 0 then
    wrk.body = string.rep("u", tonumber(args[2]))
  end
end

function done(summary, latency, requests)
  local e = summary.errors
  print(string.format("counted requests=%d micros=%d bytes=%d errors=%d",
    summary.requests, summary.duration, summary.bytes, e.connect + e.read + e.write + e.timeout + e.status))
end
