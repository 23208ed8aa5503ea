const base="http://127.0.0.1:25300"; const [role,q]=process.argv.slice(2);
const r=await fetch(base+"/api/v1/sign-in/sample",{method:"POST",headers:{"content-type":"application/json",origin:base},body:JSON.stringify({account:"sample-"+role})}); const cookie=r.headers.getSetCookie().map(c=>c.split(";")[0]).join("; ");
const plans=await (await fetch(base+"/api/v1/plans",{headers:{cookie}})).json(); const id=plans.rows[0].id;
const a=await (await fetch(`${base}/api/v1/plans/${id}${q}`,{headers:{cookie}})).json(); console.log(JSON.stringify(a).slice(0,1500)); console.log((a.rows??[]).slice(0,5).map(x=>x.id))
